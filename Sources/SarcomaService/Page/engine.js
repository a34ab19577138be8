// Asks the engine on this machine. One question is in flight at a time; the answer to an older one is
// dropped, so that no number stands beside inputs that it does not belong to.

let latest = 0;

export class Silence extends Error {}

async function ask(path, options = {}) {
  let response;
  try {
    response = await fetch(path, { cache: 'no-store', signal: AbortSignal.timeout(8000), ...options });
  } catch {
    throw new Silence();
  }
  return response;
}

export async function read(path) {
  const response = await ask(path);
  if (!response.ok) throw Object.assign(new Error(path), { problem: await problem(response) });
  try {
    return await response.json();
  } catch {
    throw new Silence();
  }
}

async function problem(response) {
  try {
    return await response.json();
  } catch {
    throw new Silence();
  }
}

const post = (body) => ({
  method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body),
});

// Null where a newer question has been put meanwhile.
export async function consult(question) {
  const mine = ++latest;
  try {
    const response = await ask('/v1/consultation', post(question));
    const answer = response.ok ? { answer: await response.json() } : { problem: await problem(response) };
    return mine === latest ? answer : null;
  } catch (error) {
    if (mine !== latest) return null;
    throw error instanceof Silence ? error : new Silence();
  }
}

// Whatever is in flight is no longer wanted.
export const forget = () => ++latest;

export async function nomogram(model, patient) {
  const response = await ask(`/v1/nomogram/${encodeURIComponent(model)}.svg`, patient ? post({ patient }) : {});
  if (!response.ok) return { problem: await problem(response) };
  return { image: await response.blob() };
}

export async function isAlive() {
  try {
    return (await ask('/healthz')).ok;
  } catch {
    return false;
  }
}
