"""What this room tells those below it: the children known to live in a provider's homes."""

from placements.selectors.occupancy import own_occupancy
from providers.occupancy import occupancy_source

occupancy_source(own_occupancy)
