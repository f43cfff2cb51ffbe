"""The one place that touches WeasyPrint's internals: Chinese lines, annotations and fast font subsetting from outside.

::

    with composed_lines(CompositionSettings()):
        document = HTML(string=html).render(font_config=font_config)
        document.write_pdf(target, pdf_variant="pdf/ua-1")

Layout and writing both belong inside the `with`. Outside of it WeasyPrint works as it always does, in other threads too.

What the HTML may say (classes of design, as pandoc writes them; no CSS property is needed):

* ``<span class="ruby" data-rt="pīn yīn">拼音</span>`` interlinear annotation above the base: one reading per character where
  there are as many readings as characters (mono), else one for all (group). Drawn at half size in the space between lines,
  so lines keep their grid if `line-height` is 1.7 or more; a long one widens its base.
* ``<span class="emphasis-mark">`` dots under the characters; ``<span class="proper-noun">`` a line, ``<span class="book-title">``
  a wavy line under them; all are artifacts to a reader of the PDF.
* A line box is composed where it has Han characters, is set from left to right, and has none of: floats inside it,
  `::first-letter`, `::first-line`, leaders, `letter-spacing`, `word-spacing`, tabs, soft hyphens, preserved line feeds.
  All others are laid out by WeasyPrint.
* `text-align: justify` makes lines reach both edges; any other alignment keeps the rules and leaves the edge ragged.

Internals relied on (checked by tests/outputs/test_engine.py, which says what has moved):

* `weasyprint.layout.inline`: `split_inline_box` (replaced for line boxes with a plan), `justify_line` (left out for them),
  `split_inline_level`, `_out_of_flow_layout`, `_adjust_line_height`, called by global name with positional arguments;
* `weasyprint.layout.inline.line_box_verticality`: lowest and highest place of a line, called by global name;
* `weasyprint.layout.block.block_level_layout`, also by that name in `layout.column`: lays out a block whose `position_y` is set;
  its `containing_block` has `is_column`; the context's `page_bottom`; `weasyprint.text.line_break.strut`: line height first;
* `Page._page_box`: the root box first, a `FootnoteAreaBox` where there are notes; `is_column` of the boxes of columns;
* `weasyprint.layout.page.set_page_type_computed_styles`: fills what `StyleFor.get_cascaded_styles` and `get_computed_styles`
  return, by page type and margin box; what is written into these styles afterwards is the same for every page alike;
* `check_math` of `weasyprint.css`, `css.computed_values` and `layout.percent`, `strut` of `layout.inline`: called by global names;
* `weasyprint.layout.preferred.inline_line_widths`: widths of what shrinks to fit;
* `weasyprint.text.line_break.Layout`: `setup`, `set_text`, `get_first_line`, `reactivate`, `deactivate`; `line_size`, `strut`;
* `weasyprint.anchors.gather_anchors`: calls itself by global name, `parent_link` last;
* `weasyprint.draw.draw_inline_level`: after a line, its marks are drawn; `Stream.artifact`;
* `weasyprint.draw.text.draw_first_line`: sets single paragraph mode before reading glyphs, cuts kerning to whole thousandths,
  reads `x_offset` without the factor 1000/1024; writes `Tf` and `TJ` as items of `Stream.stream`, glyphs as four hexadecimal digits;
* `weasyprint.draw.text.draw_text`: `reactivate` before `draw_first_line`, `deactivate` after it, nothing of Pango between; what
  `draw_first_line` writes for glyphs whose offset is horizontal is written by `showing`, from `Stream._fonts`, `add_font`,
  `set_font_size`, `show_text`, `ink_rect`, `logical_rect` and `weasyprint.text.fonts.get_pango_font_key`;
* `weasyprint.text.ffi`: `PangoAnalysis.level`, which is four bytes of Pango's, the last one the script; `PangoGlyphInfo` of 20 bytes, `PangoLogAttr` of 4 bytes with `is_line_break` first; `ffi.cdef` for more;
* `weasyprint.pdf.fonts`: `Font._harfbuzz_subset`, `Font.type`, `hb_font`, `widths`, `to_unicode`, the keys of font dictionaries;
  `Font.file_content`, set from `get_hb_object_data`, a global name of that module that only fonts and their subsets use, as a whole;
  `ffi`, likewise; cffi's `FFI._parsed_types`: for each name the type, and whether it is a function's;
* `pydyf.PDF.write`, which changes no stream; `pydyf.Stream.data`, a property.
"""

from kanben.outputs.pdf.paragraph import CompositionSettings

from .hooks import SUPPORTED, composed_lines

__all__ = ["SUPPORTED", "CompositionSettings", "composed_lines"]
