"""``python -m templates.drawings``: a digest's facts as JSON come in, its picture goes out."""

import json
import sys

from templates import chart

if __name__ == "__main__":
    sys.stdout.buffer.write(chart.png(json.load(sys.stdin.buffer)))
