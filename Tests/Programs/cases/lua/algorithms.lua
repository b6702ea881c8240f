-- Integer, float and table work: the plain interpreter loop.

local function sieve(limit)
    local composite, count = {}, 0
    for n = 2, limit do
        if not composite[n] then
            count = count + 1
            for multiple = n * n, limit, n do composite[multiple] = true end
        end
    end
    return count
end
print("primes below 20000", sieve(20000))

local function fibonacci(n) return n < 2 and n or fibonacci(n - 1) + fibonacci(n - 2) end
print("fibonacci 20", fibonacci(20))

local function queens(size)
    local columns, rising, falling, solutions = {}, {}, {}, 0
    local function place(row)
        if row > size then solutions = solutions + 1 return end
        for column = 1, size do
            local up, down = row + column, row - column
            if not (columns[column] or rising[up] or falling[down]) then
                columns[column], rising[up], falling[down] = true, true, true
                place(row + 1)
                columns[column], rising[up], falling[down] = nil, nil, nil
            end
        end
    end
    place(1)
    return solutions
end
print("queens 7", queens(7))

local state = 42
local function random(limit)
    state = (state * 1103515245 + 12345) & 0x7fffffff
    return state % limit
end
local numbers = {}
for i = 1, 2000 do numbers[i] = random(100000) end
table.sort(numbers, function(a, b) return a > b end)
local ordered = true
for i = 2, #numbers do ordered = ordered and numbers[i - 1] >= numbers[i] end
print("sorted", ordered, numbers[1], numbers[#numbers])

local hash = 0xcbf29ce484222325
for i = 1, #numbers do hash = (hash ~ (numbers[i] & 0xff)) * 0x100000001b3 end
print(string.format("fnv1a %016x", hash))

local function mandelbrot(width, height, limit)
    local inside = 0
    for y = 0, height - 1 do
        for x = 0, width - 1 do
            local cr, ci, zr, zi, n = 3 * x / width - 2, 2 * y / height - 1, 0.0, 0.0, 0
            while n < limit and zr * zr + zi * zi < 4 do
                zr, zi, n = zr * zr - zi * zi + cr, 2 * zr * zi + ci, n + 1
            end
            if n == limit then inside = inside + 1 end
        end
    end
    return inside
end
print("mandelbrot", mandelbrot(60, 40, 50))

local sum = 0.0
for i = 1, 10000 do sum = sum + math.sin(i) * math.sqrt(i) / math.exp(1 / i) end
print(string.format("floats %.9f", sum))
print("division", 7 // 2, -7 // 2, 7 % -3, -7 % 3, 7.5 // 2, 1 / 0, -1 / 0, 0 / 0 ~= 0 / 0)
print("limits", math.maxinteger, math.mininteger, math.maxinteger + 1 == math.mininteger)
