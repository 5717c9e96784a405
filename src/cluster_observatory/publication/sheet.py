"""The sheet a map is drawn on: the projection, the frame of Europe and the boxes for the outermost regions.

The projection is Lambert's azimuthal equal-area one (EPSG:3035), Eurostat's own.
Positions on the sheet are in units of four kilometres, measured from the top
left corner, so that a map is about a thousand units wide.
"""

from dataclasses import dataclass

import numpy as np
import pyproj
from numpy.typing import NDArray

Positions = NDArray[np.float64]

METRES_PER_UNIT = 4_000.0
WEST, EAST = 2_440_000.0, 6_620_000.0
SOUTH, NORTH = 1_330_000.0, 5_480_000.0
WIDTH = (EAST - WEST) / METRES_PER_UNIT
HEIGHT = (NORTH - SOUTH) / METRES_PER_UNIT

_EUROPE = pyproj.Transformer.from_crs("EPSG:4326", "EPSG:3035", always_xy=True)


def on_sheet(longitudes: Positions, latitudes: Positions) -> Positions:
    """Return positions on the sheet, one row (x, y) each, of points in degrees (EPSG:3035)."""
    east, north = _EUROPE.transform(longitudes, latitudes)
    return np.column_stack([(np.asarray(east) - WEST) / METRES_PER_UNIT, (NORTH - np.asarray(north)) / METRES_PER_UNIT])


def is_in_frame(positions: Positions) -> bool:
    """Return whether any of the positions lies on the sheet."""
    x, y = positions[:, 0], positions[:, 1]
    return bool(((x > 0) & (x < WIDTH) & (y > 0) & (y < HEIGHT)).any())


@dataclass(frozen=True)
class Inset:
    """A labelled box at the edge of the sheet for a region that lies far outside the frame."""

    name: str
    codes: tuple[str, ...]
    longitude: float
    latitude: float
    x: float
    y: float
    width: float
    height: float

    @property
    def centre(self) -> tuple[float, float]:
        """Return the middle of the part of the box that is free for the outline."""
        return self.x + self.width / 2, self.y + 18 + (self.height - 24) / 2

    def place(self, longitudes: Positions, latitudes: Positions) -> Positions:
        """Return positions in units of the sheet in an equal-area projection of the box's own, y downwards."""
        crs = pyproj.CRS.from_proj4(f"+proj=laea +lat_0={self.latitude} +lon_0={self.longitude} +ellps=GRS80 +units=m")
        own = pyproj.Transformer.from_crs("EPSG:4326", crs, always_xy=True)
        east, north = own.transform(longitudes, latitudes)
        return np.column_stack([np.asarray(east) / METRES_PER_UNIT, -np.asarray(north) / METRES_PER_UNIT])

    def fit(self, positions: Positions) -> tuple[float, float, float]:
        """Return the factor and the shift (x, y) that bring positions of `place` into the box."""
        low, high = positions.min(axis=0), positions.max(axis=0)
        room = np.array([self.width - 14, self.height - 30])
        factor = float((room / (high - low)).min())
        middle = (low + high) / 2
        x, y = self.centre
        return factor, x - factor * float(middle[0]), y - factor * float(middle[1])


_LEFT, _TOP, _BOX_WIDTH, _BOX_HEIGHT, _GAP = WIDTH - 226.0, 14.0, 102.0, 84.0, 8.0


def _inset(place: int, name: str, codes: str, longitude: float, latitude: float) -> Inset:
    column, row = place % 2, place // 2
    x = _LEFT + column * (_BOX_WIDTH + _GAP)
    y = _TOP + row * (_BOX_HEIGHT + _GAP)
    return Inset(name, tuple(codes.split()), longitude, latitude, x, y, _BOX_WIDTH, _BOX_HEIGHT)


INSETS = (
    _inset(0, "Canarias", "ES70", -15.7, 28.3),
    _inset(1, "Guadeloupe", "FR91 FRA1 FRY1", -61.5, 16.2),
    _inset(2, "Madeira", "PT30", -16.8, 32.8),
    _inset(3, "Martinique", "FR92 FRA2 FRY2", -61.0, 14.6),
    _inset(4, "Açores", "PT20", -28.0, 38.5),
    _inset(5, "Guyane", "FR93 FRA3 FRY3", -53.1, 4.0),
    _inset(6, "La Réunion", "FR94 FRA4 FRY4", 55.5, -21.1),
    _inset(7, "Mayotte", "FRA5 FRY5", 45.1, -12.8),
)
INSET_OF = {code: inset for inset in INSETS for code in inset.codes}


def inset_codes(name: str) -> tuple[str, ...]:
    """Return the codes that the region in the inset of that name has had."""
    return next(inset.codes for inset in INSETS if inset.name == name)
