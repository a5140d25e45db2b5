-- What claimants wrote, found by its words: French word stems, without accents and case. Kept by the store with the text
-- itself, so that it changes and goes with it.

-- Decomposed characters lose their marks first: what letters are is then the same whatever the server's locale.
create function claims.plain_text(written text) returns text language sql immutable parallel safe as $$
  select lower(replace(replace(
    regexp_replace(normalize(written, NFKD), '[\u0300-\u036f]', '', 'g'), 'œ', 'oe'), 'Œ', 'oe'));
$$;

-- Words beyond the first hundred thousand characters of a text are not found: an index entry has a limit.
create function claims.words_of(written text) returns tsvector language sql immutable parallel safe as $$
  select to_tsvector('pg_catalog.french', claims.plain_text(left(written, 100000)));
$$;

-- As people type into search engines: "words in this order", or, -without.
create function claims.search_of(typed text) returns tsquery language sql immutable parallel safe as $$
  select websearch_to_tsquery('pg_catalog.french', claims.plain_text(typed));
$$;

alter table claims.claim add column words tsvector not null generated always as (claims.words_of(description)) stored;
create index claim_words on claims.claim using gin (words);
