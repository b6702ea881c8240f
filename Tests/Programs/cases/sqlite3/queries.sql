-- An in-memory database: joins, recursion, windows, JSON, triggers, transactions and errors.
.mode list
.headers off
create table author (id integer primary key, name text not null unique);
create table book (
    id integer primary key,
    author references author,
    title text,
    year integer check (year > 0),
    price real
);
create index book_year on book (year, price);
insert into author (name) values ('Ada'), ('Bob'), ('Cleo');
insert into book (author, title, year, price) values
    (1, 'Engines', 1843, 9.5), (1, 'Notes', 1844, 12.25), (2, 'Bits', 1948, 3),
    (3, 'Naïve ☃ sets', 1960, 7.75), (3, 'Trees', 1962, 8), (3, NULL, 1970, NULL);

select name, count(title), sum(price), group_concat(title, '/')
    from author join book on author.id = book.author group by author.id order by name;
select title, rank() over (order by price desc nulls last),
    sum(price) over (partition by author order by year rows unbounded preceding)
    from book order by id;
explain query plan select title from book where year = 1960 and price > 7;
select upper(title), length(title), hex(substr(title, 3, 1)), instr(title, '☃') from book where id = 4;
select name from author where exists (select 1 from book where author = author.id and price > 9);

with recursive fibonacci(n, a, b) as (
    values (1, 0, 1) union all select n + 1, b, a + b from fibonacci where n < 60
) select max(b) from fibonacci;
with recursive
    axis(x) as (values (-2.0) union all select x + 0.1 from axis where x < 1.15),
    rows(y) as (values (-1.0) union all select y + 0.25 from rows where y < 1.0),
    step(n, cx, cy, x, y) as (
        select 0, x, y, 0.0, 0.0 from axis, rows
        union all
        select n + 1, cx, cy, x * x - y * y + cx, 2 * x * y + cy from step
            where x * x + y * y < 4 and n < 20
    ),
    picture(cy, line) as (
        select cy, group_concat(case when n = 20 then '#' when n > 4 then '+' else '.' end, '')
            from (select cx, cy, max(n) as n from step group by cx, cy order by cy, cx) group by cy
    )
select line from picture order by cy;

select json_extract('{"a":[1,{"b":"deep"}]}', '$.a[1].b'), json_group_array(name) from author;
select key, value, type from json_each('{"x":1.5,"y":[true,null]}');
select printf('%08.3f|%-5s|%x|%,d', 3.14159, 'ab', 255, 1234567), round(2.5), 7 / 2, 7 % 3, 1e308 * 10;
select date('2024-02-28', '+2 days'), strftime('%j %w', '2024-12-31'), julianday('2000-01-01');

create table log (entry text);
create trigger changed after update of price on book begin
    insert into log values (old.title || ' ' || old.price || ' -> ' || new.price);
end;
update book set price = price * 2 where author = 1;
select entry from log;

begin;
delete from book;
select count(*) from book;
rollback;
select count(*) from book;
savepoint outer_point;
insert into author (name) values ('Dan');
rollback to outer_point;
release outer_point;
select count(*) from author;

insert into author (name) values ('Ada');
insert into book (year) values (-1);
select * from missing;
insert into author (name) values ('Eve') on conflict do nothing returning id, name;

create table numbers as
    with recursive counter(n) as (values (1) union all select n + 1 from counter where n < 5000)
    select n, (n * 7919) % 5003 as hash from counter;
create unique index numbers_hash on numbers (hash);
select count(*), sum(hash), max(hash) from numbers;
select count(*) from numbers a join numbers b on a.n = b.hash where a.hash < 100;
delete from numbers where n % 3 = 0;
select count(*), (select n from numbers where hash = 17) from numbers;
vacuum;
pragma integrity_check;
