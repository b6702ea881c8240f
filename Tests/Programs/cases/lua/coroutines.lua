-- A coroutine that yields across a C function unwinds with longjmp too.

local function permutations(items, n)
    n = n or #items
    if n <= 1 then coroutine.yield(table.concat(items)) return end
    for i = 1, n do
        items[n], items[i] = items[i], items[n]
        permutations(items, n - 1)
        items[n], items[i] = items[i], items[n]
    end
end
local found = {}
for permutation in coroutine.wrap(function() permutations({ "a", "b", "c" }) end) do
    found[#found + 1] = permutation
end
print(table.concat(found, " "))

local producer = coroutine.create(function(first)
    local received = first
    while received ~= "stop" do received = coroutine.yield(#received) end
    return "stopped"
end)
print(coroutine.resume(producer, "one"))
print(coroutine.resume(producer, "three"))
print(coroutine.status(producer), coroutine.resume(producer, "stop"))
print(coroutine.status(producer), coroutine.resume(producer))

local guarded = coroutine.wrap(function()
    local ok, message = pcall(function()
        coroutine.yield("inside pcall")
        error("after the yield", 0)
    end)
    coroutine.yield(message)
    local sorted = table.pack(pcall(table.sort, { 2, 1 }, function() coroutine.yield() end))
    return sorted[2]
end)
print(guarded())
print(guarded())
print(guarded())

local meta = setmetatable({}, {
    __index = function(_, key) return coroutine.yield("asked for " .. key) end,
    __add = function(_, other) return coroutine.yield("plus " .. other) end,
})
local asking = coroutine.wrap(function() return meta.name, meta + 3 end)
print(asking())
print(asking("answer"))
print(asking("sum"))

local failing = coroutine.create(function() local t; return t.x end)
print(coroutine.resume(failing))
print(coroutine.close(failing))
local pending = coroutine.create(function()
    local resource <close> = setmetatable({}, { __close = function() print("closed") end })
    coroutine.yield()
end)
coroutine.resume(pending)
print(coroutine.close(pending), coroutine.status(pending))

local total = 0
for _ = 1, 200 do
    local generator = coroutine.wrap(function() for i = 1, 10 do coroutine.yield(i) end end)
    for value in generator do total = total + value end
end
print("yielded", total)
print(coroutine.isyieldable(), select(2, coroutine.running()))
