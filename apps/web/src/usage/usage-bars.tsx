import type { UsageFigures } from '@gatehouse/contracts/usage';
import type { Bar } from './bars.ts';
import { type Measure, segmentsOf } from './measures.ts';

type UsageBarsProps = { bars: Bar[]; measure: Measure; top: number; chosen: number | null };

/** Stretched to the room there is: a bar is one wide, the highest possible one a hundred high. */
export function UsageBars({ bars, measure, top, chosen }: UsageBarsProps) {
  const gap = bars.length > 120 ? 0 : bars.length > 40 ? 0.15 : 0.25;
  return (
    <svg
      aria-hidden="true"
      viewBox={`0 0 ${bars.length} 100`}
      preserveAspectRatio="none"
      className="size-full overflow-visible"
    >
      {chosen !== null && <rect x={chosen} y={0} width={1} height={100} className="fill-sunken" />}
      {[0, 50, 100].map((y) => (
        <line
          key={y}
          x1={0}
          x2={bars.length}
          y1={y}
          y2={y}
          vectorEffect="non-scaling-stroke"
          className={y === 100 ? 'stroke-line-strong' : 'stroke-line'}
        />
      ))}
      {bars.map(({ key, figures }, index) => (
        <g key={key}>
          {stacked(measure, figures, top).map(({ name, fill, y, height }) => (
            <rect key={name} x={index + gap / 2} y={y} width={1 - gap} height={height} className={fill} />
          ))}
        </g>
      ))}
    </svg>
  );
}

function stacked(measure: Measure, figures: UsageFigures, top: number) {
  let y = 100;
  return segmentsOf[measure].flatMap(({ name, fill, value }) => {
    const height = (value(figures) / top) * 100;
    if (height <= 0) return [];
    y -= height;
    return [{ name, fill, y, height }];
  });
}
