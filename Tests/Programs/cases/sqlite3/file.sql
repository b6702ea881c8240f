-- A database file: written, closed, opened again, with a journal that is rolled back.
.open /scratch/test.db
create table entry (id integer primary key, body text);
begin;
with recursive counter(n) as (values (1) union all select n + 1 from counter where n < 2000)
    insert into entry select n, printf('%.*c', n % 200, 'x') from counter;
commit;
begin;
update entry set body = 'changed';
rollback;
pragma page_size;
pragma journal_mode;
.open /scratch/other.db
attach '/scratch/test.db' as first;
create table copy as select id, length(body) as size from first.entry where id % 100 = 99;
select count(*), sum(size) from copy;
begin;
delete from copy where id < 1000;
update first.entry set body = NULL where id < 1000;
commit;
.open /scratch/test.db
select count(*), count(body), sum(length(body)) from entry;
drop table entry;
vacuum;
pragma page_count;
pragma integrity_check;
.open /scratch/other.db
.dump
