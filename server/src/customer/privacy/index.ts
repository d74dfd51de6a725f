/**
 * What the customer may ask about their own data, and how data is told apart: classes, export, deletion.
 */
export { classedPlaces, classOf } from './data-classes.ts';
