import { serviceNames } from '#platform/topology.ts';
import { Buyers } from '../buyers/buyers.ts';
import type { FaultScenario } from '../scenario.ts';

const drainLimitMs = 25_000;

/**
 * F04: every service is replaced while people buy. Two processes of each run; one is told to stop
 * (SIGTERM), drains, and is started anew, with this version where the shop began with an earlier
 * one, and then its twin. Old and new work side by side all the while, and no request fails. The
 * gateways are left alone: which of them gets a request is the load balancer's to say, not ours.
 */
export const rollingDeploy: FaultScenario = {
  id: 'F04',
  title: 'rolling deploy',
  modes: ['split'],
  needs: { replicas: 2 },
  mustHappen: ['processes replaced', 'orders placed'],
  async run(context) {
    const { shop, random, size, count, note } = context;
    const skus = [await shop.staff.stockedSku(50_000), await shop.staff.stockedSku(50_000, 1)];
    const services = serviceNames.filter((name) => name !== 'api-gateway');
    const replaced =
      size === 'quick'
        ? random.shuffled(services).slice(0, 3)
        : random.shuffled(services.flatMap((name) => [name, `${name}-2`]));
    const buyers = new Buyers(context, { buyers: size === 'quick' ? 2 : 8, skus });
    let slowestMs = 0;
    for (const name of replaced) {
      await buyers.placed(buyers.purchases.length + 2, 120_000);
      const { ms, exitCode } = await shop.terminate(name);
      if (exitCode !== 0) throw new Error(`${name} ended with ${exitCode}`);
      if (ms > drainLimitMs) throw new Error(`${name} drained for ${ms.toFixed(0)} ms`);
      slowestMs = Math.max(slowestMs, ms);
      await buyers.placed(buyers.purchases.length + 2, 120_000);
      shop.renew(name);
      await shop.start(name);
      count('processes replaced');
    }
    await buyers.stop();
    note(`the slowest drain took ${slowestMs.toFixed(0)} ms`);
    const { statuses } = buyers.experience;
    const failed = Object.entries(statuses).filter(([code]) => code === '0' || Number(code) >= 500);
    if (failed.length > 0) throw new Error(`requests failed: ${JSON.stringify(statuses)}`);
  },
};
