"""The build scripts stand beside the assets, outside the product's packages."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[2] / "assets"))
