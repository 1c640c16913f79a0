/**
 * What this device keeps: the roll, and every event until well after the server has it. An event
 * is only ever added and answered, never taken out before it was answered.
 */
const parts = document.getElementById("offline-desk-parts").dataset;
export const NAME = `plenary-desk:/${parts.slug}/`;
const FORM = 2; // of the database; the first may hold a roll that was written out, which is read as well
const KEEP_ANSWERED = 3 * 24 * 3600_000;

/** Another tab has a newer desk, whose roll this one could not read. */
const giveWay = (database) => {
  database.close();
  opened = null;
  if (document.getElementById("offline-desk")) location.reload();
};

let opened = null;
const open = () =>
  (opened ??= new Promise((done, fail) => {
    const request = indexedDB.open(NAME, FORM);
    request.onupgradeneeded = ({ oldVersion }) => {
      if (oldVersion) return; // its roll and its events stay as they are
      request.result.createObjectStore("kept");
      request.result.createObjectStore("events", { keyPath: "seq", autoIncrement: true }).createIndex("client_id", "client_id", { unique: true });
    };
    request.onsuccess = () => {
      request.result.onversionchange = () => giveWay(request.result);
      done(request.result);
    };
    request.onerror = () => fail(request.error);
  }));

const asked = (request) =>
  new Promise((done, fail) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });

/** Runs `work` over a store; resolves when the disk has it. */
const within = async (name, mode, work) => {
  const transaction = (await open()).transaction(name, mode, { durability: "strict" });
  const finished = new Promise((done, fail) => {
    transaction.oncomplete = done;
    transaction.onabort = transaction.onerror = () => fail(transaction.error);
  });
  const result = await work(transaction.objectStore(name));
  await finished;
  return result;
};

export const get = (key) => within("kept", "readonly", (store) => asked(store.get(key)));
export const put = (key, value) => within("kept", "readwrite", (store) => asked(store.put(value, key)));
export const forget = (key) => within("kept", "readwrite", (store) => asked(store.delete(key)));

/** Keeps a roll unless somebody signed out after it was asked for. */
export const keepRoll = (roll) =>
  within("kept", "readwrite", async (store) => {
    const left = (await asked(store.get("left"))) ?? 0;
    if (left < roll.asked) await asked(store.put(roll, "roll"));
  });

/** Every event of this device, in the order in which they happened. */
export const events = () => within("events", "readonly", (store) => asked(store.getAll()));

/**
 * Adds the event that `decide` makes of all that there are, in one step: two tabs that look at the
 * same person at once add one. @param {(all: object[]) => object | null} decide
 */
export const add = (decide) =>
  within("events", "readwrite", async (store) => {
    const event = decide(await asked(store.getAll()));
    if (event) event.seq = await asked(store.add({ ...event, state: "waiting" }));
    return event;
  });

/** Writes the answers beside their events. @param {Map<string, object>} answers by client id */
export const answer = (answers) =>
  within("events", "readwrite", async (store) => {
    for (const event of await asked(store.getAll())) {
      const told = answers.get(event.client_id);
      if (told && event.state === "waiting") await asked(store.put({ ...event, ...told, state: "answered", answered_at: Date.now() }));
    }
  });

/** Somebody has read what became of an event. */
export const dismiss = (clientId) =>
  within("events", "readwrite", async (store) => {
    const event = await asked(store.index("client_id").get(clientId));
    if (event) await asked(store.put({ ...event, seen: true }));
  });

/** Leaves out old events that the server has and nobody needs to look at. */
export const prune = () =>
  within("events", "readwrite", async (store) => {
    const isOld = (event) => event.state === "answered" && Date.now() - event.answered_at > KEEP_ANSWERED;
    for (const event of await asked(store.getAll())) if (isOld(event)) await asked(store.delete(event.seq));
  });

/** The device's own id, made once. */
export const deviceId = async () => {
  const made = crypto.randomUUID();
  return within("kept", "readwrite", async (store) => {
    const known = await asked(store.get("device"));
    if (!known) await asked(store.put(made, "device"));
    return known ?? made;
  });
};

/** Other tabs of this device hear that something changed. */
const channel = new BroadcastChannel(NAME);
export const tell = () => channel.postMessage("changed");
export const onTold = (hear) => (channel.onmessage = hear);
