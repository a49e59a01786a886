-- First answers to requests with an Idempotency-Key (dev.posthorn.foundation.idempotency).
create table idempotent_answer (
    scope text not null,
    key text not null,
    fingerprint text not null,
    status integer,
    location text,
    sealed_body text,
    created_at timestamptz not null default now(),
    primary key (scope, key)
);
create index idempotent_answer_created_at on idempotent_answer (created_at);
