"""Charts as marks on paper: where everything stands is decided once, and drawn twice, as SVG and as PNG."""
