/** Who may sign up, and what they show for it (`WEBCHAT_SIGNUP`, `WEBCHAT_VERIFY`). */

export interface SignUpMode {
	/** Everybody, who has an invitation, nobody. */
	readonly signup: 'open' | 'invite' | 'closed';
	/** A code sent to the phone or to the e-mail address, or an invitation instead of a code. */
	readonly verify: 'sms' | 'mail' | 'invite';
}

/** The field that an invitation is typed into: in place of the code where it replaces one. */
export function inviteField({ signup, verify }: SignUpMode): 'veri_code' | 'invite' | undefined {
	if (verify === 'invite') return 'veri_code';
	return signup === 'invite' ? 'invite' : undefined;
}
