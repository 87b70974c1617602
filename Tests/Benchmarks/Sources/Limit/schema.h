// pyrotgfork's schema 6, as the library writes it.
#pragma once

extern const char schema_script[];
// What follows the first sealed row: two columns, and no trigger, since it would write real times beside sealed rows.
extern const char schema_for_sealed_rows[];
