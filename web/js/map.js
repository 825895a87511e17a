// The movable map. Outlines come as GeoJSON from our own server: there is no tile server
// that could learn who looks for help where.
import { circle, control, divIcon, geoJSON, map as createMap, marker } from "leaflet/dist/leaflet-src.esm.js"
import { all, own } from "./page.js"

const kilometresPerDegree = 111

async function json(address) {
	const url = address && own(address)
	if (!url) return null
	const answer = await fetch(url, { credentials: "same-origin" })
	return answer.ok ? answer.json() : null
}

function listed() {
	return all("[data-lat][data-lon]").map((item) => {
		const link = item.querySelector("a[href]")
		return {
			lat: Number(item.dataset.lat),
			lon: Number(item.dataset.lon),
			title: link?.textContent.trim() || "",
			url: link?.getAttribute("href"),
		}
	})
}

function written() {
	const block = document.querySelector("script[data-markers]")
	return block ? JSON.parse(block.textContent) : []
}

// Things in one place share a pin; its popup lists them.
function gather(points) {
	const places = new Map()
	for (const point of points) {
		if (!Number.isFinite(point.lat) || !Number.isFinite(point.lon)) continue
		const key = `${point.lat.toFixed(3)} ${point.lon.toFixed(3)}`
		places.set(key, [...(places.get(key) || []), point])
	}
	return [...places.values()]
}

function popup(points) {
	const list = document.createElement("ul")
	list.className = "stack"
	for (const point of points.slice(0, 8)) {
		const url = point.url && own(point.url)
		const name = document.createElement(url ? "a" : "span")
		if (url) name.href = url.href
		name.textContent = point.title
		const item = document.createElement("li")
		item.append(name)
		list.append(item)
	}
	return list
}

function icon(words, kind, size) {
	const label = document.createElement("span")
	label.textContent = words
	return divIcon({ className: `map-pin ${kind}`, html: label, iconSize: [size, size] })
}

function pin(points) {
	const number = points.reduce((sum, point) => sum + (point.count || 1), 0)
	const size = number > 1 ? 36 : 24
	return marker([points[0].lat, points[0].lon], {
		icon: icon(number > 1 ? String(number) : "", "", size),
		title: points.map((point) => point.title).join(", "),
	}).bindPopup(popup(points))
}

function view(map, place, points) {
	const { lat0, lon0, radius } = place.dataset
	if (lat0 && lon0) {
		const reach = Number(radius || 10) / kilometresPerDegree
		const wide = reach / Math.cos((Number(lat0) * Math.PI) / 180)
		map.fitBounds([
			[Number(lat0) - reach, Number(lon0) - wide],
			[Number(lat0) + reach, Number(lon0) + wide],
		])
		circle([lat0, lon0], { radius: Number(radius || 10) * 1000, className: "map-ring", interactive: false }).addTo(map)
		marker([lat0, lon0], { icon: icon("", "map-pin-here", 16), interactive: false, keyboard: false }).addTo(map)
	} else if (points.length) {
		map.fitBounds(points.map((point) => [point.lat, point.lon]), { padding: [24, 24], maxZoom: 11 })
	} else {
		map.fitBounds([[45.8, 5.9], [55.1, 17.2]])
	}
}

// Of names that would lie on each other the larger town's stays.
function apart(map, towns) {
	const taken = []
	return towns.filter(({ geometry: { coordinates: [lon, lat] }, properties }) => {
		const { x, y } = map.latLngToContainerPoint([lat, lon])
		const half = properties.name.length * 4 + 4
		const box = { left: x - half, right: x + half, top: y, bottom: y + 28 }
		const isFree = taken.every((other) => box.right < other.left || box.left > other.right || box.bottom < other.top || box.top > other.bottom)
		if (isFree) taken.push(box)
		return isFree
	})
}

// Names of towns, so that one knows where one is: the nearer one looks, the smaller the towns.
function landmarks(map, outlines) {
	const towns = outlines.features.filter((shape) => shape.geometry.type === "Point")
	let shown = []
	const show = () => {
		shown.forEach((name) => name.remove())
		const rank = Math.max(1, map.getZoom() - 5)
		const bounds = map.getBounds()
		const near = towns.filter(({ geometry: { coordinates: [lon, lat] }, properties }) =>
			properties.rank <= rank && bounds.contains([lat, lon]))
		shown = apart(map, near.sort((a, b) => a.properties.rank - b.properties.rank)).slice(0, 30).map(({ geometry: { coordinates: [lon, lat] }, properties }) => {
			const label = document.createElement("span")
			label.textContent = properties.name
			const icon = divIcon({ className: "map-name", html: label, iconSize: [0, 0] })
			return marker([lat, lon], { icon, interactive: false, keyboard: false }).addTo(map)
		})
	}
	map.on("moveend", show)
	show()
}

async function draw(place) {
	const outlines = await json(place.dataset.outlines)
	const fetched = await json(place.dataset.markersSrc)
	const points = [...listed(), ...written(), ...(fetched || [])]
	const room = document.createElement("div")
	place.replaceChildren(room)
	const map = createMap(room, {
		maxZoom: 13, minZoom: 5, zoomControl: false, scrollWheelZoom: false, attributionControl: false,
		zoomAnimation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
	})
	control.zoom({
		zoomInTitle: place.dataset.zoomIn || "+",
		zoomOutTitle: place.dataset.zoomOut || "−",
	}).addTo(map)
	view(map, place, points)
	geoJSON(outlines, {
		interactive: false,
		style: { className: "map-outline" },
		filter: (shape) => shape.geometry.type !== "Point",
	}).addTo(map).bringToBack()
	landmarks(map, outlines)
	gather(points).forEach((group) => pin(group).addTo(map))
}

// If anything fails, the drawn map stays where it is.
all("[data-map]").forEach((place) => draw(place).catch(() => {}))
