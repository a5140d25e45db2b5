-- Evidence on its way from a claimant to the document store: who announced which file, its bytes until the document store
-- has them, and how far it is. What is sent to the document store is kept in the outbox beside it, under the same reference.

create table evidence (
  -- Also the external reference in the document store (index REFEXT).
  reference       text primary key,
  claim_number    text not null,
  customer_number text,
  branch          text,
  file_name       text not null,
  mime_type       text not null,
  size_bytes      integer not null check (size_bytes > 0),
  -- SHA-256 of the one-time upload token, which is not kept itself.
  token_hash      text unique,
  requested_at    timestamptz(3) not null,
  expires_at      timestamptz(3) not null,
  state           text not null check (state in ('AWAITING_UPLOAD', 'RECEIVED', 'REFUSED', 'ACCEPTED', 'POSTED', 'FAILED')),
  -- Which upload's bytes count.
  upload          text,
  uploaded_at     timestamptz(3),
  sha256          text check (sha256 ~ '^[0-9a-f]{64}$'),
  scan            text check (scan in ('CLEAN', 'INFECTED', 'NOT_SCANNED')),
  scans           integer not null default 0,
  scan_due_at     timestamptz(3),
  -- idDocument, once the document store has it.
  document        text
);
create index evidence_claim on evidence (claim_number, requested_at, reference);
create index evidence_customer on evidence (customer_number) where customer_number is not null;
create index evidence_unscanned on evidence (scan_due_at) where state = 'RECEIVED';
create index evidence_accepted on evidence (reference) where state = 'ACCEPTED';
create index evidence_awaiting on evidence (expires_at) where state = 'AWAITING_UPLOAD';

-- Bytes, in parts, by upload: one that broke off leaves parts that count for nothing and are swept away.
create table evidence_content (
  reference text not null references evidence on delete cascade,
  upload    text not null,
  part      integer not null,
  bytes     bytea not null,
  primary key (reference, upload, part)
);

-- Which evidence was announced under which key; result is its reference.
create table idempotency (
  subject      text not null,
  mutation     text not null,
  key          text not null,
  request_hash text not null,
  result       jsonb,
  created_at   timestamptz(3) not null,
  primary key (subject, mutation, key)
);
