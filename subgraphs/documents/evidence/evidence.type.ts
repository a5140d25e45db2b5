import { Directive, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import type { RowFacts } from '../../../schema/policy/row';
import { NotPersonal, Personal } from '../../shared/classify';
import { GraphQLDateTime } from '../../shared/scalars';
import { Document } from '../document.type';
import { EvidenceScan, EvidenceState } from './evidence.enum';

const claimant = { subject: 'claimant' } as const;

@Directive('@key(fields: "id")')
@ObjectType({
  description: 'A file that was sent along with a claim, on its way to the document store or there.',
})
export class Evidence {
  /** Whose this is, for row rules; not part of the graph. */
  facts!: RowFacts;

  @NotPersonal()
  @Field(() => ID, { description: 'Opaque key.' })
  id!: string;

  @Personal('user.content.private', claimant)
  @Field(() => String, { nullable: true, description: 'What whoever sent it called it.' })
  fileName!: string | null;

  @NotPersonal()
  @Field(() => String, {
    nullable: true,
    description: 'Media type, told by its content, e.g. `application/pdf`.',
  })
  mimeType!: string | null;

  @NotPersonal()
  @Field(() => Int, { nullable: true, description: 'Size in bytes.' })
  sizeBytes!: number | null;

  @Personal('bank.claim', claimant)
  @Field(() => EvidenceState, { nullable: true, description: 'How far it is.' })
  state!: EvidenceState | null;

  @Personal('bank.claim', claimant)
  @Field(() => EvidenceScan, {
    nullable: true,
    description: 'What a scanner said of it; null until one did.',
  })
  scan!: EvidenceScan | null;

  @Personal('bank.claim', claimant)
  @Field(() => GraphQLDateTime, { nullable: true, description: 'When all of it was here.' })
  uploadedAt!: Date | null;

  @NotPersonal('bank.claim')
  @Field(() => Document, { nullable: true, description: 'The document, once the document store has it.' })
  document!: { readonly id: string } | null;
}

@InputType({ description: 'A file that is to be sent.' })
export class RequestEvidenceUploadInput {
  @NotPersonal()
  @Field(() => ID, { description: 'Opaque key of the claim that it belongs to.' })
  claimId!: string;

  @Personal('user.content.private', claimant)
  @Field(() => String, {
    description: 'What it is called, without folders, with the ending of its type; 120 characters at most.',
  })
  fileName!: string;

  @NotPersonal()
  @Field(() => String, {
    description: 'Its media type: PDF, JPEG, PNG, WEBP, HEIC, TIFF or plain text. The content must agree.',
  })
  mimeType!: string;

  @NotPersonal()
  @Field(() => Int, { description: 'Its size in bytes, exactly.' })
  sizeBytes!: number;
}

@ObjectType({ description: 'Where a file may be sent to.' })
export class RequestEvidenceUploadPayload {
  @NotPersonal('bank.claim')
  @Field(() => Evidence, { nullable: true, description: 'The file as it stands.' })
  evidence!: Evidence | null;

  @NotPersonal()
  @Field(() => String, {
    nullable: true,
    description:
      'Path at the gateway that takes the bytes by PUT, once. Whoever has it may send: it is told once, and asking again makes it void. Null where the file is here.',
  })
  uploadPath!: string | null;

  @NotPersonal()
  @Field(() => GraphQLDateTime, { nullable: true, description: 'Until when the path works.' })
  expiresAt!: Date | null;
}
