#ifndef JILI_XLSXWRITER_H
#define JILI_XLSXWRITER_H

#include <xlsxwriter.h>

/// What of libxlsxwriter is used. It is loaded where a workbook is written, for most runs write
/// none: it and what it loads in turn take longer to load than such a run takes to compute.
#define JILI_XLSX_FUNCTIONS(F) \
  F(workbook_new_opt) \
  F(workbook_set_properties) \
  F(workbook_add_worksheet) \
  F(workbook_add_format) \
  F(workbook_add_chart) \
  F(workbook_close) \
  F(lxw_workbook_free) \
  F(worksheet_write_blank) \
  F(worksheet_write_string) \
  F(worksheet_write_number) \
  F(worksheet_freeze_panes) \
  F(worksheet_autofilter) \
  F(worksheet_set_column) \
  F(worksheet_set_row) \
  F(worksheet_set_landscape) \
  F(worksheet_set_paper) \
  F(worksheet_fit_to_pages) \
  F(worksheet_insert_chart_opt) \
  F(format_set_num_format) \
  F(format_set_bg_color) \
  F(format_set_font_color) \
  F(format_set_font_size) \
  F(format_set_bold) \
  F(format_set_text_wrap) \
  F(format_set_align) \
  F(format_set_top) \
  F(format_set_bottom) \
  F(chart_add_series) \
  F(chart_series_set_categories) \
  F(chart_series_set_values) \
  F(chart_series_set_name) \
  F(chart_title_set_name) \
  F(chart_legend_set_position) \
  F(chart_axis_set_reverse) \
  F(chart_axis_set_num_format)

/// The functions by their names, with the types that the header gives them.
struct jili_xlsx {
#define JILI_FIELD(name) __typeof__(name) *_Nonnull name;
  JILI_XLSX_FUNCTIONS(JILI_FIELD)
#undef JILI_FIELD
};

/// The file of the library, in the version that the header above belongs to: another one may lay
/// its structures out otherwise.
extern const char *_Nonnull const jili_xlsx_file;

/// The functions, loaded at the first call; NULL where the system has no such library. Calls from
/// several threads are in order.
const struct jili_xlsx *_Nullable jili_xlsx_load(void);

#endif
