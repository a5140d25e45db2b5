import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { NotFound } from '../../schema/kernel/errors';
import { Personal } from '../shared/classify';
import type { ClaimsContext } from './context';
import { DatedCopy, DatedCopyContent } from './dated-copy.type';
import { Language } from './intake/intake.enum';

type CopyText = Omit<DatedCopyContent, 'language' | 'claimant' | 'answers'> &
  Partial<Pick<DatedCopyContent, 'language' | 'claimant' | 'answers'>>;

@Resolver(() => DatedCopy)
export class DatedCopyResolver {
  @Personal('bank.claim', { subject: 'claimant' })
  @FieldResolver(() => DatedCopyContent, {
    nullable: true,
    description: 'What it says, read from the very text of which `sha256` is the hash.',
  })
  async content(@Root() { claim }: DatedCopy, @Ctx() { claims }: ClaimsContext): Promise<DatedCopyContent> {
    const text = await claims.copyText(claim.seq);
    if (text === undefined) throw new NotFound('DatedCopy');
    const copy = JSON.parse(text) as CopyText;
    return {
      ...copy,
      language: copy.language ?? Language.FR,
      claimant: copy.claimant ?? null,
      answers: (copy.answers ?? []).map(({ asked, said }) => ({ asked, said })),
    };
  }
}
