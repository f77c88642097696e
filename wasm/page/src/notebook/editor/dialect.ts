/** The words of DuckDB's SQL, as far as a question uses them. */
import { SQLDialect } from "@codemirror/lang-sql";

export const KEYWORDS =
  "all and anti any as asc asof between by case cast collate cross current describe desc distinct else end escape except " +
  "exclude exists extract false filter first following for from full glob group having ilike in inner intersect interval is " +
  "isnull join last lateral left like limit lambda materialized natural not notnull null nulls offset on or order outer over " +
  "partition pivot positional preceding qualify range recursive replace right rollup row rows sample select semi show " +
  "similar summarize table tablesample then to true try_cast unbounded union unpivot using values when where window with " +
  "within cube grouping sets ties unnest";

const TYPES =
  "bigint blob boolean date decimal double enum float hugeint integer interval list map real smallint struct text time " +
  "timestamp timestamptz tinyint ubigint uinteger usmallint utinyint uuid varchar";

export const duckdb = SQLDialect.define({
  keywords: KEYWORDS,
  types: TYPES,
  doubleDollarQuotedStrings: true,
  operatorChars: "+-*/<>=~!@#%^&|`?:",
  specialVar: "$",
  identifierQuotes: '"',
  charSetCasts: false,
});
