"""Places on the map: stations, warehouses, shelters, hazard points, and the base map's own lines and names."""
