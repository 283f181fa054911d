import '../elements/webchat-signup/webchat-signup.ts';
import { followLanguage } from '../shared/i18n.ts';

followLanguage();
