import type { LedgerEvidence } from '../../../schema/ports/ledger-evidence';
import type { Payments } from '../../../schema/ports/payments';
import type { MeteredStore } from '../../shared/metered-store';
import type { Automation, AutomationContext } from './automate';
import { createAutomationSource } from './automation.source';
import { loadAutomationRules } from './rules';
import { loadAutomationWords } from './words';

/** Reads the rules for simple claims and their words. @returns what one operation's context has of them. */
export function openAutomation(
  evidence: LedgerEvidence | undefined,
  payments: Payments | undefined,
): (store: MeteredStore) => AutomationContext {
  const automation: Automation = {
    ...{ rules: loadAutomationRules(), words: loadAutomationWords() },
    ...{ evidence, payments },
  };
  return (store) => ({ automation, automations: createAutomationSource(store) });
}
