// The point of a report's form: where it is, and how it came there.

export function setPoint(form, lon, lat, source) {
  form.elements.lon.value = lon === "" ? "" : Number(lon).toFixed(6);
  form.elements.lat.value = lat === "" ? "" : Number(lat).toFixed(6);
  form.elements.coordinate_source.value = source;
  form.dispatchEvent(new Event("change", { bubbles: true }));
}

export function pointOf(form) {
  const [lon, lat] = [form.elements.lon.value, form.elements.lat.value];
  return lon && lat ? { lon: Number(lon), lat: Number(lat), source: form.elements.coordinate_source.value } : null;
}
