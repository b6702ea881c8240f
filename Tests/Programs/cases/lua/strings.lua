-- Patterns, formats, packing and UTF-8: much of the C library below Lua.

local text = "the quick brown fox jumps over the lazy dog"
local words = {}
for word in text:gmatch("%a+") do words[#words + 1] = word end
table.sort(words)
print(table.concat(words, ","))
print((text:gsub("(%w+) (%w+)", "%2 %1")))
print((text:gsub("%w+", { quick = "slow", lazy = "eager" })))
print((text:gsub("o", function(letter) return letter:upper() end, 2)))
print(text:find("brown"), text:find("(j)(u)"), text:match("f(%a)x"), text:find(".", 1, true))
print(("key = value"):match("^(%w+)%s*=%s*(%w+)$"))
print(("f(a(b)c)d"):match("%b()"), ("THE (quick) fox"):find("%((%a+)%)"))
print(("%d items"):format(3), ("%5.2f|%-6s|%06d|%x|%q"):format(3.14159, "ab", -42, 255, 'a "b"\n'))
print(("%g %g %g"):format(1e15, 0.1, 1e-10), 1e15, 2^53, 1e100, 0.1 + 0.2)
print(tonumber("0x1p4"), tonumber("  12  "), tonumber("1e2"), tonumber("z", 36), tonumber("nope"))
print(math.type(3), math.type(3.0), 3 | 0, "10" + 5, 10 .. "")
print(("abc"):rep(3, "-"), ("abc"):reverse(), ("abc"):byte(1, -1), #("\0"):rep(10))

local packed = string.pack("<i4 >I2 z s1 d", -2, 513, "zero", "counted", 1.5)
print(#packed, string.unpack("<i4 >I2 z s1 d", packed))

local unicode = "héllo wörld ☃ 𝄞"
print(utf8.len(unicode), #unicode, utf8.char(9731, 119070), utf8.codepoint(unicode, 2))
for position, code in utf8.codes("☃𝄞") do io.write(position, ":", code, " ") end
print()

local pieces = {}
for i = 1, 3000 do pieces[i] = ("%d:%s"):format(i, ("x"):rep(i % 7)) end
local long = table.concat(pieces, ";")
print(#long, select(2, long:gsub("x+;", "")), long:sub(-12))
