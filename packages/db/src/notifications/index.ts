export { createNotifications, type Notifications, type NotificationsOptions } from './listen.ts';
export { maxPayloadBytes, notify } from './notify.ts';
