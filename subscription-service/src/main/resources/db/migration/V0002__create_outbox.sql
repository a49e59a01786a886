-- Messages that a transaction promises to send (dev.posthorn.foundation.outbox).
create table outbox (
    id bigint generated always as identity primary key,
    address text not null,
    body bytea not null,
    claimed_until timestamptz not null default '-infinity',
    created_at timestamptz not null default now()
);
