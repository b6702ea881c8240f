-- Every error is a longjmp, so each line here unwinds WebAssembly frames.

print(pcall(error, "message", 0))
print(select(2, pcall(function() error({ code = 7 }) end)).code)
print(select(2, pcall(function() error(setmetatable({}, { __tostring = function() return "object" end })) end)))
print(pcall(function() return 1 + nil end))
print(pcall(function() return ("x").field.deeper end))
print(pcall(string.rep, "x", -1))
print(pcall(string.rep))
print(select("#", pcall(function() return 1, nil, nil end)))

local function nested(depth)
    if depth == 0 then error("deep", 0) end
    local ok, message = pcall(nested, depth - 1)
    error(message .. "." .. depth % 10, 0)
end
print(pcall(nested, 30))

local count = 0
for i = 1, 2000 do
    if not pcall(error, i) then count = count + 1 end
end
print("caught", count)

print(xpcall(function() error("first", 0) end, function(message) return "handled " .. message end))
print(xpcall(function() error("first", 0) end, function() error("second", 0) end))

do
    local function closing(name)
        return setmetatable({}, { __close = function(_, message) print("close", name, message) end })
    end
    print(pcall(function()
        local a <close> = closing("a")
        local b <close> = closing("b")
        error("thrown", 0)
    end))
end

local function overflow() return 1 + overflow() end
local ok, message = pcall(overflow)
print(ok, message:match("stack overflow"))
print(pcall(string.gsub, "x", ("("):rep(40), ""))

local sorted, reason = pcall(table.sort, { 3, 1, 2, 5, 4 }, function() error("compare", 0) end)
print(sorted, reason)
print(load("return +"))
print(load("return 1 + 1")())
print(pcall(load, function() error("reader", 0) end))
