import { inspect } from 'node:util';
import type { SoapCallerConfig } from '../../../adapters/soap';
import type { SoapCall, SoapCaller, SoapNode } from '../../../schema/ports/soap';
import { PATIENCE_MS } from '../../harness/patience-ms';

/** Who the services under test let in. */
export const SERVICE_ACCOUNT = { username: 'hub', password: 'for-tests-only é&' };

/** A service that serves the customer file with three people in it, and how it is called. */
export interface CustomerFile {
  open(
    more?: Partial<SoapCallerConfig>,
    deps?: { readonly now?: () => Date; readonly random?: (size: number) => Uint8Array },
  ): Promise<SoapCaller>;
  /** Has the next call end in the service's own technical error; the call for number 12 does so by itself otherwise. */
  break?(): Promise<void>;
}

const plain = {
  typePersonne: 'P',
  adresse: { ligne: [], codePostal: '75011', codePays: 'FR' },
  telephone: '',
  courriel: null,
  langue: 'F',
  codeAgence: '01042',
  dateEntreeRelation: '0001-01-01',
  dateFinRelation: '9999-12-31',
  indicateurFragile: 'N',
  indicateurDeces: 'N',
  indicateurContentieux: 'N',
  consentement: [],
};

/** Number 1 has all, number 2 as little as the contract lets one have, number 3 is a company. */
export const PEOPLE: readonly (Omit<typeof plain, 'adresse' | 'courriel' | 'consentement'> & {
  readonly numeroTiers: string;
  readonly adresse: {
    readonly ligne: readonly string[];
    readonly codePostal: string;
    readonly codePays: string;
  };
  readonly courriel: string | null;
  readonly consentement: readonly { readonly canal: string; readonly valeur: string }[];
  readonly physique?: object;
  readonly morale?: object;
})[] = [
  {
    ...plain,
    numeroTiers: '000000000001',
    physique: { civilite: '1', nom: 'CARRE', prenom: 'A', dateNaissance: '02101954', nir: '154104034218504' },
    adresse: { ...plain.adresse, ligne: ['M CARRE', ''] },
    telephone: '06.39.98.12.34',
    courriel: 'é&<>@courriel.example',
    consentement: [
      { canal: 'MAIL', valeur: 'O' },
      { canal: 'SMS', valeur: 'N' },
    ],
  },
  {
    ...plain,
    numeroTiers: '000000000002',
    physique: { civilite: '1', nom: "D'ARTAGNAN", prenom: 'A', dateNaissance: '', nir: null },
  },
  {
    ...plain,
    numeroTiers: '000000000003',
    typePersonne: 'M',
    morale: { raisonSociale: 'SARL', siren: '123456789' },
    consentement: [{ canal: 'TEL', valeur: 'N' }],
  },
];

/** What caller and service agree on, whoever made the service. */
export function customerFileSuite(name: string, service: CustomerFile): void {
  describe(`the customer file served by ${name}`, () => {
    const opened: SoapCaller[] = [];
    const open: CustomerFile['open'] = async (...how) => {
      const caller = await service.open(...how);
      opened.push(caller);
      return caller;
    };
    afterEach(async () => {
      for (const each of opened.splice(0)) await each.close();
    });

    const ask = (caller: SoapCaller, numeroTiers: string[], more: Partial<SoapCall<SoapNode>> = {}) =>
      caller.call<SoapNode>({
        operation: 'consulterPersonnes',
        body: { numeroTiers },
        timeoutMs: PATIENCE_MS,
        requestId: 'req-1',
        parse: (node) => node,
        ...more,
      });
    const refused = { code: 'SOURCE_UNAVAILABLE', cause: { name: 'TechnicalFault' } };

    it('gives lists of none, one and more, nil, empty and absent, as they are', async () => {
      const caller = await open();
      const numbers = PEOPLE.map(({ numeroTiers }) => numeroTiers);
      expect(await ask(caller, numbers)).toMatchObject({ codeRetour: '00', numeroInconnu: [] });
      const all = (await ask(caller, [...numbers, '999999999999'])) as { personne: SoapNode[] };
      expect(all).toMatchObject({ codeRetour: '04', numeroInconnu: ['999999999999'] });
      expect(all.personne).toEqual(PEOPLE);
      expect(await ask(caller, ['000000000002'])).toMatchObject({ personne: [PEOPLE[1]] });
      expect(await ask(caller, ['999999999999'])).toMatchObject({ personne: [] });
    });

    it('reads only what the call keeps', async () => {
      const kept = await ask(await open(), ['000000000001'], { keep: ['personne/physique/nom'] });
      expect(kept).toMatchObject({ personne: [{ physique: { nom: 'CARRE' } }] });
      expect(inspect(kept, { depth: 9 })).not.toContain('154104034218504');
    });

    it('declines with its code, and not with its words', async () => {
      const caller = await open();
      const call = ask(caller, [], { operation: 'rechercherPersonne', body: { nom: 'X' } });
      await expect(call).rejects.toMatchObject({ name: 'SoapBusinessError', code: '08/CLI0410' });
    });

    it('has a technical error told without what it said', async () => {
      const caller = await open();
      await service.break?.();
      const error: unknown = await ask(caller, ['000000000012']).catch((reason: unknown) => reason);
      expect(error).toMatchObject(refused);
      expect(inspect(error, { depth: 12, showHidden: true })).not.toMatch(/illisible|000000000012|Exception/);
      expect(await ask(caller, ['000000000002'])).toMatchObject({ codeRetour: '00' });
    });

    it('lets nobody in with another password, another name, no token or no context', async () => {
      const wrong: Partial<SoapCallerConfig>[] = [
        { password: 'other' },
        { username: 'other' },
        { username: undefined } as never,
        { codeAppli: undefined } as never,
      ];
      for (const config of wrong) {
        await expect(ask(await open(config), ['000000000001'])).rejects.toMatchObject({
          code: 'SOURCE_UNAVAILABLE',
        });
      }
    });

    it('takes no nonce twice', async () => {
      const nonce = crypto.getRandomValues(new Uint8Array(16));
      const caller = await open({}, { random: () => nonce });
      expect(await ask(caller, ['000000000001'])).toMatchObject({ codeRetour: '00' });
      await expect(ask(caller, ['000000000001'])).rejects.toMatchObject(refused);
    });

    it.each([-10, 10])('takes no message made %i minutes from now', async (minutes) => {
      const caller = await open({}, { now: () => new Date(Date.now() + minutes * 60_000) });
      await expect(ask(caller, ['000000000001'])).rejects.toMatchObject(refused);
    });

    it('answers each of many at once with its own', async () => {
      const caller = await open({ connections: 8 });
      const numbers = Array.from({ length: 60 }, (_, index) => PEOPLE[index % 3]?.numeroTiers ?? '');
      const answers = await Promise.all(numbers.map((number) => ask(caller, [number])));
      expect(
        answers.map((each) => (each as { personne: [{ numeroTiers: string }] }).personne[0].numeroTiers),
      ).toEqual(numbers);
    });
  });
}
