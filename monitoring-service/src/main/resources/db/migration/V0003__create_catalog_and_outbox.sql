-- The copy of the catalog (module catalog-replica).
create sequence catalog_revision;
create table catalog_record (
    kind text not null,
    id text not null,
    version bigint not null,
    body jsonb not null,
    revision bigint not null,
    primary key (kind, id)
);
create index catalog_record_revision on catalog_record (revision);

-- Messages that wait for the broker (module foundation).
create table outbox (
    id bigint generated always as identity primary key,
    address text not null,
    body bytea not null,
    claimed_until timestamptz not null default '-infinity',
    created_at timestamptz not null default now()
);
