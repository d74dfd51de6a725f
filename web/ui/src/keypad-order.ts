import { createContext } from 'react';

/** Whether keypads change the places of their digits at each opening: a setting of the bank. */
export const KeypadShuffled = createContext(true);
