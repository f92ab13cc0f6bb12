import { type ApiError, fromTrpcError } from '@gatehouse/client/errors';

/** What a failed call means, whichever way it failed. */
export const toApiError = (error: unknown): ApiError => fromTrpcError(error, 'this address');
