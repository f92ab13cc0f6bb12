/** Of this Gatehouse, as its packages say it. The API sends it with its answers, so that an older command can tell. */
export const gatehouseVersion = '0.1.0';
