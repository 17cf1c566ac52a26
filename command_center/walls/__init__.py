"""Wall displays: what each shows and how large its letters are, its remote control, and the screens paired with it (R-H1)."""

from command_center.walls.sizes import font_px, glyph_mm, type_sizes

__all__ = ["font_px", "glyph_mm", "type_sizes"]
