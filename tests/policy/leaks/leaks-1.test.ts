import { proveNoLeaks } from './leaks.suite';

proveNoLeaks({ index: 0, of: 2 });
