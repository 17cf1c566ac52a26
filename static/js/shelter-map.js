// The map of one shelter's page: where it is, with incidents and other places around it.

import { createMap } from "./map.js";

const place = document.getElementById("shelter-map");
const handle = await createMap(place, { layers: ["shelter", "incidents", "hospital"] });
handle.map.setView([Number(place.dataset.lat), Number(place.dataset.lon)], 14);
