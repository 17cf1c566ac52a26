// Leaflet is a classic script (so that its plugins find it); our modules import it from here and from nowhere else.
export default window.L;
