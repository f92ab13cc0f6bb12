import { Card } from '../../ui/card.tsx';
import { Skeleton, SkeletonRows } from '../../ui/skeleton.tsx';

export default function Loading() {
  return (
    <>
      <div className="grid gap-2">
        <Skeleton className="h-6 w-44" />
        <Skeleton className="h-4 w-80 max-w-full" />
      </div>
      <Card>
        <SkeletonRows count={4} />
      </Card>
    </>
  );
}
