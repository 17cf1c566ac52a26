// The map of one team's page: where it is now, with what is around it.

import { createMap } from "./map.js";

const place = document.getElementById("team-map");
const handle = await createMap(place, { layers: ["teams", "incidents"] });
handle.map.setView([Number(place.dataset.lat), Number(place.dataset.lon)], 13);
