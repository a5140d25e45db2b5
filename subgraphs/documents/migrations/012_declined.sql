-- What the document store declined, which is sent again for some time after it came.
create index evidence_declined on evidence (uploaded_at) where state = 'FAILED';
