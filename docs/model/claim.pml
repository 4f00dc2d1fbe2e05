/* Who may write: claims, batches and acknowledgements of one journal partition.
 *
 * What the fold (common/journal/chain.cc) and the executor (common/executor)
 * do, against the worst that a journal may do to them: a record lands whenever
 * it likes, in any order, twice, or never; its acknowledgement comes late or
 * not at all; a copy of the service stops at any step, for ever or for a while,
 * and comes back with what it knew or with nothing. Where TRUNCATIONS is not 0,
 * readers also see records that are not safe yet, and a failover of the brokers
 * takes those away again.
 *
 * Bounds are the macros below; BAD_... each leave one rule out (README.md). A
 * hash is modelled by the number of the record, which no other record has.
 */
#ifndef COPIES
#define COPIES 2
#endif
#ifndef CLAIMS
#define CLAIMS 3
#endif
#ifndef BATCHES
#define BATCHES 2
#endif
#ifndef DUPLICATES
#define DUPLICATES 1
#endif
#ifndef CRASHES
#define CRASHES 1
#endif
#ifndef TRUNCATIONS
#define TRUNCATIONS 0
#endif
#define COMMANDS 2
#define RECORDS (CLAIMS + BATCHES)
#define PLACES (RECORDS + DUPLICATES)

/* Records are numbered from 1: first the claims, then the batches. 0: none. */
#define IS_CLAIM(r) ((r) <= CLAIMS)
byte epoch_of[RECORDS + 1];
byte writer_of[RECORDS + 1];
byte attempt_of[RECORDS + 1]; /* which claim its author led by */
byte sequence_of[RECORDS + 1];
byte previous_of[RECORDS + 1]; /* the head it was built on */
byte command_of[RECORDS + 1];  /* a bit: the request that it carries */
byte seen_of[RECORDS + 1];     /* the last batch that its decision knew of */
bool travels[RECORDS + 1];
byte first[RECORDS + 1];  /* where it landed, from 1; 0: nowhere */
byte second[RECORDS + 1]; /* and where its double did */

byte journal[PLACES];
byte length = 0;
byte safe = 0; /* places that no failover takes away */
byte claims = 0;
byte batches = 0;
byte duplicates = DUPLICATES;
byte crashes = CRASHES;
byte truncations = TRUNCATIONS;

/* What a reader knows after `at` places: PartitionState in the code. */
typedef Fold {
  byte at;
  byte epoch;
  byte writer;
  byte sequence;
  byte head;
  byte batch; /* last one that counted */
  byte done;  /* requests that have had their effect */
  byte last;  /* record at the place before `at`, counted or not */
#if TRUNCATIONS > 0
  byte own;   /* places up to the last record that counted */
  byte sure;  /* places that no failover can have taken away */
#endif
}
Fold truth; /* of all safe places: what every reader must come to */
Fold fold[COPIES];
#if TRUNCATIONS > 0
byte read_at[COPIES * PLACES]; /* which record a copy found at a place */
#endif
byte attempt = 0;      /* whose batches count in the epoch; 0: none yet */
byte acknowledged = 0; /* requests answered "committed" */
byte denied = 0;       /* requests answered "not committed", by batch */

#define my fold[id] /* of the copy that acts */

/* ---- the fold rule ----------------------------------------------------- */

#ifdef BAD_NO_EPOCH_NO_HASH
#define EPOCH_OK(f, r) true
#else
#define EPOCH_OK(f, r) (epoch_of[r] == f.epoch && writer_of[r] == f.writer)
#endif
#if defined(BAD_NO_EPOCH_NO_HASH) || defined(BAD_NO_SEQUENCE_NO_HASH)
#define HASH_OK(f, r) true
#else
#define HASH_OK(f, r) (previous_of[r] == f.head)
#endif
#ifdef BAD_NO_SEQUENCE_NO_HASH
#define NOT_SEEN(f, r) true
#define FOLLOWS(f, r) true
#else
#define NOT_SEEN(f, r) (sequence_of[r] > f.sequence)
#define FOLLOWS(f, r) (sequence_of[r] == f.sequence + 1 && HASH_OK(f, r))
#endif
#ifdef BAD_ANY_CLAIM
#define CLAIM_OK(f, r) true
#else
#define CLAIM_OK(f, r) (epoch_of[r] == f.epoch + 1)
#endif
#define ADDRESSED(f, r) (!IS_CLAIM(r) && EPOCH_OK(f, r) && NOT_SEEN(f, r))
#define COUNTS(f, r) \
  ((IS_CLAIM(r) && CLAIM_OK(f, r)) || (ADDRESSED(f, r) && FOLLOWS(f, r)))
#define IMPOSSIBLE(f, r) (ADDRESSED(f, r) && !FOLLOWS(f, r))

inline forget(f) {
#if TRUNCATIONS > 0
  f.own = 0; f.sure = 0;
#endif
  f.at = 0; f.epoch = 0; f.writer = 0; f.sequence = 0; f.head = 0;
  f.batch = 0; f.done = 0; f.last = 0
}

/* Who writes a batch has had the acknowledgement of what he wrote before it: so
 * whatever stood before that is safe. */
inline advance(f, r) {
  f.head = r;
#if TRUNCATIONS > 0
  if
  :: !IS_CLAIM(r) -> f.sure = f.own
  :: else -> skip
  fi;
  f.own = f.at + 1;
#endif
  if
  :: IS_CLAIM(r) -> f.epoch = epoch_of[r]; f.writer = writer_of[r]; f.sequence = 0
  :: else -> f.sequence = sequence_of[r]; f.batch = r; f.done = f.done | command_of[r]
  fi
}

#if TRUNCATIONS > 0
#define remember(r) read_at[id * PLACES + my.at] = r
#else
#define remember(r) skip
#endif

/* One more place; a reader that meets the impossible starts again from 0. */
inline read_one(f) {
  f.last = journal[f.at];
  if
  :: IMPOSSIBLE(f, f.last) -> forget(f)
  :: else ->
     remember(f.last);
     if
     :: COUNTS(f, f.last) -> advance(f, f.last)
     :: else -> skip
     fi;
     f.at++
  fi
}

inline read_up_to(f, end) {
  do
  :: f.at < (end) -> read_one(f)
  :: else -> break
  od
}

/* ---- the journal ------------------------------------------------------- */

/* Promises are held against every record that becomes safe. */
inline settle() {
  do
  :: truth.at < safe ->
     truth.last = journal[truth.at];
     assert(!IMPOSSIBLE(truth, truth.last)); /* so it is proof of divergence */
     if
     :: !COUNTS(truth, truth.last) -> skip
     :: else ->
        if
        :: IS_CLAIM(truth.last) -> attempt = 0
        :: else ->
           assert((truth.done & command_of[truth.last]) == 0);    /* once only */
           assert((denied & (1 << (truth.last - CLAIMS))) == 0);  /* not denied */
           assert(seen_of[truth.last] == truth.batch);  /* decided on this state */
           assert(attempt == 0 || attempt == attempt_of[truth.last]); /* one leader */
           attempt = attempt_of[truth.last]
        fi;
        advance(truth, truth.last)
     fi;
     truth.at++
  :: else -> break
  od
}

proctype Brokers() {
  byte r;
end:
  do
  :: atomic { /* some record lands */
       length < PLACES ->
       select (r : 1 .. RECORDS);
       if
       :: travels[r] ->
          journal[length] = r; length++;
          if
          :: first[r] == 0 -> first[r] = length
          :: else -> second[r] = length
          fi;
          if
          :: travels[r] = false
          :: duplicates > 0 -> duplicates--
          fi;
          if
          :: TRUNCATIONS == 0 -> d_step { safe = length; settle(); skip }
          :: else
          fi
       :: else
       fi;
       r = 0
     }
#if TRUNCATIONS > 0
  :: d_step { safe < length -> safe++; settle(); skip }
  :: atomic { /* a failover: what was not safe is gone, or sent again */
       truncations > 0 && safe < length ->
       truncations--;
       do
       :: length > safe ->
          r = journal[length - 1];
          if
          :: first[r] == length -> first[r] = 0
          :: else -> second[r] = 0
          fi;
          length--;
          if
          :: travels[r] = true
          :: skip
          fi;
          journal[length] = 0
       :: else -> break
       od;
       r = 0
     }
#endif
  od
}

/* ---- a copy of the service --------------------------------------------- */

#define COUNTED(r) ((my.done & command_of[r]) != 0)

/* The own record at `place`, without reading it. */
inline take_own(r) {
  my.at = place;
  remember(r);
  advance(my, r);
  my.last = r;
  my.at = place + 1
}

inline answer_committed(r) {
  acknowledged = acknowledged | command_of[r];
  assert((acknowledged & truth.done) == acknowledged) /* nothing is lost */
}

inline answer_unknown(r) {
  if
  :: COUNTED(r) -> answer_committed(r); r = 0
#ifdef BAD_DENIED_WITHOUT_CLAIM
  :: else -> denied = denied | (1 << (r - CLAIMS)); r = 0
#else
  :: !COUNTED(r) && my.epoch > epoch_of[r] ->
     denied = denied | (1 << (r - CLAIMS)); r = 0
  :: else -> skip
#endif
  fi
}

/* What may have been cut is compared with the journal, and the state set aside
 * when another record stands there now. */
inline compare() {
#if TRUNCATIONS > 0
#ifdef BAD_LAST_RECORD_COMPARED
  look = (my.at > 0 -> my.at - 1 : 0);
#else
  look = my.sure;
#endif
  do
  :: look >= my.at -> break
  :: look < my.at && look < length &&
     journal[look] == read_at[id * PLACES + look] -> look++
  :: else -> forget(my); break
  od;
  look = 0
#else
  skip
#endif
}

/* Whether an acknowledgement of `r` can arrive, and for which of its places. */
#define LANDED(r, limit) (first[r] != 0 && first[r] <= (limit))
inline take_place(r, limit) {
  if
  :: place = first[r] - 1
  :: second[r] != 0 && second[r] <= (limit) -> place = second[r] - 1
  fi
}

proctype Copy(byte id) {
  byte claim = 0;    /* the one this copy leads by, or wants to */
  byte batch = 0;    /* in flight */
  byte unknown = 0;  /* its outcome is not known */
  byte expected = 0; /* where the next own append must land */
  byte known = 0;    /* acknowledged before the append in flight started */
  byte place = 0;
  byte old_end = 0;
#if TRUNCATIONS > 0
  byte look = 0;
#endif

follow:
  skip;
endfollow:
  atomic {
    claims < CLAIMS ->
    compare();
    do /* any stretch: a reader may be behind */
    :: my.at < length -> read_one(my)
    :: break
    od;
    claims++;
    claim = claims;
    epoch_of[claim] = my.epoch + 1;
#ifdef BAD_ONE_WRITER_ID
    writer_of[claim] = id + 1;
#else
    writer_of[claim] = claim;
#endif
    old_end = length;
    travels[claim] = true
  };

claiming:
  skip;
endclaiming:
  if
  :: atomic {
#ifdef BAD_CLAIM_NOT_ACKNOWLEDGED
       LANDED(claim, length) -> take_place(claim, length);
#else
       LANDED(claim, safe) -> take_place(claim, safe);
#endif
#if defined(BAD_CLAIM_NOT_READ_BACK)
       take_own(claim);
#elif defined(BAD_OLD_END)
       read_up_to(my, old_end);
       if
       :: my.epoch + 1 == epoch_of[claim] ->
          take_own(claim)
       :: else
       fi;
#else
#ifndef BAD_NOT_COMPARED_AGAIN
       compare();
#endif
       if
       :: my.at > place + 1 -> forget(my)
       :: else
       fi;
       read_up_to(my, place + 1);
#ifdef BAD_READ_PAST_CLAIM
       do
       :: my.at < length -> read_one(my)
       :: break
       od;
#endif
#endif
       expected = my.at;
       place = 0; old_end = 0;
       if
       :: unknown != 0 -> answer_unknown(unknown)
       :: else
       fi;
       if
       :: my.epoch == epoch_of[claim] && my.writer == writer_of[claim] -> skip
       :: else -> claim = 0; expected = 0; goto follow
       fi
     }
  :: atomic { claim = 0; old_end = 0; goto follow } /* no answer in time */
  fi;

lead:
  skip;
endlead:
  if
  :: atomic {
       batches < BATCHES ->
       batches++;
       batch = CLAIMS + batches;
       if
       :: command_of[batch] = 1
       :: command_of[batch] = 2
       fi;
       if
       :: COUNTED(batch) -> /* asked again: the recorded reply */
          answer_committed(batch);
          command_of[batch] = 0; batches--; batch = 0;
          goto lead
       :: else
       fi;
       epoch_of[batch] = epoch_of[claim];
       writer_of[batch] = writer_of[claim];
       attempt_of[batch] = claim;
       sequence_of[batch] = my.sequence + 1;
       previous_of[batch] = my.head;
       seen_of[batch] = my.batch;
       known = acknowledged;
       travels[batch] = true
#ifdef BAD_STATE_BEFORE_ACKNOWLEDGED
       ; advance(my, batch) /* and once more below, which changes nothing */
#endif
     }
#ifdef BAD_READ_WITHOUT_BARRIER
  :: d_step { assert((my.done & acknowledged) == acknowledged) }; goto lead
#endif
  :: atomic { claim = 0; expected = 0; goto follow }
  :: atomic { crashes > 0 -> goto crash }
  fi;

appending:
  skip;
endappending:
  if
  :: atomic {
       LANDED(batch, safe) -> take_place(batch, safe);
#ifdef BAD_ACKNOWLEDGED_UNSEEN
       if
       :: my.at == expected -> take_own(batch)
       :: else
       fi;
       expected = my.at;
       answer_committed(batch);
       batch = 0; place = 0; known = 0;
       goto lead
#else
       if
       :: place < expected -> /* the journal was cut: not the one we know */
          forget(my)
       :: place == expected -> take_own(batch)
       :: else -> read_up_to(my, place + 1)
       fi;
       expected = place + 1;
       place = 0;
       if
       :: COUNTED(batch) && my.at == expected ->
          answer_committed(batch);
          assert((my.done & known) == known); /* a strict read rode on it */
          batch = 0
       :: else -> unknown = batch; batch = 0;
          if
          :: my.at == expected -> answer_unknown(unknown)
          :: else
          fi
       fi;
       known = 0;
       if
       :: my.at == expected && my.epoch == epoch_of[claim] &&
          my.writer == writer_of[claim] && unknown == 0 -> goto lead
       :: else -> claim = 0; expected = 0; goto follow
       fi
#endif
     }
  :: atomic { /* no answer in time: the next claim will tell */
       unknown = batch; batch = 0; claim = 0; expected = 0; known = 0;
#ifdef BAD_DENIED_WITHOUT_CLAIM
       read_up_to(my, length);
       answer_unknown(unknown);
#endif
       goto follow
     }
  :: atomic { crashes > 0 -> goto crash }
  fi;

crash:
  atomic { /* the disk keeps what was committed, or is lost */
    crashes--;
    claim = 0; batch = 0; unknown = 0; expected = 0; known = 0;
    if
    :: forget(my)
    :: skip
    fi;
    goto follow
  }
}

init {
  byte i;
  atomic {
    run Brokers();
    for (i : 0 .. COPIES - 1) {
      run Copy(i)
    }
  }
}
