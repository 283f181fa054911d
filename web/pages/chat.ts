import '../elements/webchat-app/webchat-app.ts';
import { followLanguage } from '../shared/i18n.ts';

followLanguage();
