// pyrotgfork's schema 6, as the library writes it.
#pragma once

extern const char schema_script[];
// What follows the first sealed row: two columns, and no trigger, since it would write real times beside sealed rows.
extern const char schema_for_sealed_rows[];
// What follows when no row is plain: the rows of peers are numbered as they come, and those of usernames by their peer's
// number. Neither the family's tables nor their trigger are there then.
extern const char schema_with_numbers[];
