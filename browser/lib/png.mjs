// A picture of two colours, made on the spot: no file lies around for it.
import * as zlib from "node:zlib"

const table = Array.from({ length: 256 }, (_, n) => {
	for (let i = 0; i < 8; i++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1
	return n >>> 0
})
// Node 18 has no crc32 of its own.
const checksum = zlib.crc32 || ((bytes) => (bytes.reduce((crc, byte) => table[(crc ^ byte) & 255] ^ (crc >>> 8), 0xffffffff) ^ 0xffffffff) >>> 0)

function chunk(kind, data) {
	const body = Buffer.concat([Buffer.from(kind), data])
	const whole = Buffer.alloc(body.length + 8)
	whole.writeUInt32BE(data.length, 0)
	body.copy(whole, 4)
	whole.writeUInt32BE(checksum(body) >>> 0, body.length + 4)
	return whole
}

export function png(width, height, colour = [190, 60, 40]) {
	const head = Buffer.alloc(13)
	head.writeUInt32BE(width, 0)
	head.writeUInt32BE(height, 4)
	head.set([8, 2, 0, 0, 0], 8)
	const rows = Buffer.alloc(height * (width * 3 + 1))
	for (let y = 0; y < height; y++)
		for (let x = 0; x < width; x++) {
			const inside = Math.hypot(x - width / 2, y - height / 2) < Math.min(width, height) / 3
			rows.set(inside ? colour : [236, 232, 222], y * (width * 3 + 1) + 1 + x * 3)
		}
	return Buffer.concat([Buffer.from("89504e470d0a1a0a", "hex"), chunk("IHDR", head), chunk("IDAT", zlib.deflateSync(rows)), chunk("IEND", Buffer.alloc(0))])
}
