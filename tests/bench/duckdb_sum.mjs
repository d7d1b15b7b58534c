// Knows the bare multiply-and-sum in DuckDB: node duckdb_sum.mjs NODE_MODULES FILE THREADS
// Prints the seconds that the query alone took, and the sum in kg.
import { createRequire } from "node:module";

const [modules, file, threads] = process.argv.slice(2);
const { DuckDBInstance } = createRequire(modules + "/")("@duckdb/node-api");
const connection = await (await DuckDBInstance.create(":memory:", { threads })).connect();
const begin = process.hrtime.bigint();
const answer = await connection.runAndReadAll(`
  SELECT sum(duration_h * pue * grid.intensity_g_per_kwh
             * list_sum(list_transform(devices, d -> d.count * d.power_w))) / 1e6
  FROM read_json('${file.replaceAll("'", "''")}', format = 'newline_delimited', columns = {
    duration_h: 'DOUBLE', pue: 'DOUBLE', grid: 'STRUCT(intensity_g_per_kwh DOUBLE)',
    devices: 'STRUCT("count" DOUBLE, power_w DOUBLE)[]' })`);
const seconds = Number(process.hrtime.bigint() - begin) / 1e9;
console.log(`${seconds} ${answer.getRowsJson()[0][0]}`);
