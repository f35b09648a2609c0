import { afterAll, beforeAll, expect, test } from 'vitest';
import { hintsWantedSubject, hintSubject, hintSubjects } from '#platform/nats/subjects.ts';
import { hintTellers, serviceNames, type ServiceName } from '#platform/topology.ts';
import { TestBroker } from './broker-for-tests.ts';

let broker: TestBroker;
beforeAll(async () => {
  broker = await TestBroker.open();
});
afterAll(() => broker.close());

const tellers = new Set<ServiceName>(Object.values(hintTellers));
const allHints = serviceNames.map(hintSubject);

test('the broker lets a service hint in its own name, and gateways alone hear it', async () => {
  for (const service of serviceNames) {
    const client = broker.as(service);
    const own = tellers.has(service) ? [hintSubject(service)] : [];
    const refused = await client.publish([...allHints, hintsWantedSubject]);
    const mine = service === 'api-gateway' ? [hintsWantedSubject] : own;
    const others = [...allHints, hintsWantedSubject].filter((subject) => !mine.includes(subject));
    expect(refused.toSorted(), service).toEqual(others.toSorted());

    const listened = await client.subscribe([...allHints, hintSubjects, 'kontor.>']);
    const heard = service === 'api-gateway' ? [...allHints, hintSubjects] : [];
    const deaf = [...allHints, hintSubjects, 'kontor.>'].filter((one) => !heard.includes(one));
    expect(listened.toSorted(), service).toEqual(deaf.toSorted());

    const words = await client.subscribe([hintsWantedSubject]);
    expect(words, service).toEqual(tellers.has(service) ? [] : [hintsWantedSubject]);
  }
});
