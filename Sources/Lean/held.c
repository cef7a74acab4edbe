// The writer of workbooks, where the program holds it: see Sources/CXlsxWriter/load.c.
#include "jili_xlsxwriter.h"

const struct jili_xlsx jili_xlsx_held = {
#define HELD(name) .name = name,
    JILI_XLSX_FUNCTIONS(HELD)
#undef HELD
};
