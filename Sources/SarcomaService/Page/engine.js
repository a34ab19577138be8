// Asks the engine on this machine. The answer to any question but the latest is dropped, so that no number
// stands beside inputs that it does not belong to.

let latest = 0;

export class Silence extends Error {}

// An engine that fails, or has too much to do, is as good as silent: it is asked again.
async function ask(path, options = {}) {
  let response;
  try {
    response = await fetch(path, { cache: 'no-store', signal: AbortSignal.timeout(8000), ...options });
  } catch {
    throw new Silence();
  }
  if (response.status === 429 || response.status >= 500) throw new Silence();
  return response;
}

// What is no JSON is no answer of the engine.
async function json(response) {
  try {
    return await response.json();
  } catch {
    throw new Silence();
  }
}

export async function read(path) {
  const response = await ask(path);
  const answer = await json(response);
  if (!response.ok) throw Object.assign(new Error(path), { problem: answer });
  return answer;
}

const post = (body) => ({
  method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body),
});

// Null where a newer question has been put meanwhile.
export async function consult(question) {
  const mine = ++latest;
  try {
    const response = await ask('/v1/consultation', post(question));
    const answer = await json(response);
    return mine === latest ? { [response.ok ? 'answer' : 'problem']: answer } : null;
  } catch (error) {
    if (mine !== latest) return null;
    throw error;
  }
}

// Whatever is in flight is no longer wanted.
export const forget = () => ++latest;

export async function nomogram(model, patient) {
  const response = await ask(`/v1/nomogram/${encodeURIComponent(model)}.svg`, patient ? post({ patient }) : {});
  if (!response.ok) return { problem: await json(response) };
  return { image: await response.blob() };
}

export async function isAlive() {
  try {
    return (await ask('/healthz')).ok;
  } catch {
    return false;
  }
}
