import { proveNoLeaks } from './leaks.suite';

proveNoLeaks({ index: 1, of: 2 });
