-- The part of the core ledger (Db2, schema BNQ) that the hub reads. Read alike by Db2, Derby 10.7 and PostgreSQL.
-- CHAR columns are padded with blanks. Dates named CYYMMDD: (year - 1900) * 10000 + month * 100 + day.
-- There are no foreign keys, and nothing is ever removed: a row of CPT_TOP 'S' is deleted.

CREATE SCHEMA BNQ;

-- Accounts. CPT_BQE, CPT_GUI, CPT_NUM and CPT_CLE together are the French account number (RIB).
CREATE TABLE BNQ.TCPT0010 (
  CPT_NUM   CHAR(11)      NOT NULL PRIMARY KEY, -- account number, letters allowed
  CPT_BQE   CHAR(5)       NOT NULL,             -- bank code
  CPT_GUI   CHAR(5)       NOT NULL,             -- branch code (guichet)
  CPT_CLE   CHAR(2)       NOT NULL,             -- key: 97 - (89 bank + 15 branch + 3 account) mod 97
  CPT_TIERS CHAR(12)      NOT NULL,             -- customer number of the holder
  CPT_TYP   CHAR(3)       NOT NULL,             -- 001 current, 002 livret A, 003 LDDS, 010 joint ...
  CPT_DEV   CHAR(3)       NOT NULL,             -- ISO 4217 letters
  CPT_SLD   DECIMAL(15,2) NOT NULL,             -- balance without its sign
  CPT_SNS   CHAR(1)       NOT NULL,             -- sign of the balance: D overdrawn, C in credit
  CPT_DTO   INTEGER       NOT NULL,             -- opened on, CYYMMDD
  CPT_DTF   INTEGER       NOT NULL,             -- closed on CYYMMDD, or 0 or 9999999 for none
  CPT_TOP   CHAR(1)       NOT NULL              -- S deleted, blank otherwise
);

-- Payment cards.
CREATE TABLE BNQ.TCAR0010 (
  CAR_ID  CHAR(12) NOT NULL PRIMARY KEY,
  CAR_CPT CHAR(11) NOT NULL, -- account
  CAR_PAN CHAR(19) NOT NULL, -- card number without its middle: 497012******1234
  CAR_TYP CHAR(2)  NOT NULL, -- product
  CAR_EXP CHAR(4)  NOT NULL, -- good until the end of this month, AAMM
  CAR_OPP CHAR(1)  NOT NULL  -- O blocked, N not
);

-- Operations.
CREATE TABLE BNQ.TMVT0010 (
  MVT_ID  CHAR(16)      NOT NULL PRIMARY KEY,
  MVT_CPT CHAR(11)      NOT NULL, -- account
  MVT_DTO INTEGER       NOT NULL, -- booked on, CYYMMDD
  MVT_DTV DECIMAL(8,0)  NOT NULL, -- value date AAAAMMJJ, or 0 none
  MVT_HOR TIMESTAMP     NOT NULL, -- posted at, Paris time
  MVT_MNT DECIMAL(13,0) NOT NULL, -- amount in cents, without its sign
  MVT_SNS CHAR(1)       NOT NULL, -- D debit, C credit
  MVT_DEV CHAR(3)       NOT NULL, -- ISO 4217 letters
  MVT_COD CHAR(2)       NOT NULL, -- CFONB interbank operation code
  MVT_LIB CHAR(32)      NOT NULL  -- label, upper case
);

CREATE INDEX XCPT0010 ON BNQ.TCPT0010 (CPT_TIERS);
CREATE INDEX XCAR0010 ON BNQ.TCAR0010 (CAR_CPT);
CREATE INDEX XMVT0010 ON BNQ.TMVT0010 (MVT_CPT, MVT_DTO);
