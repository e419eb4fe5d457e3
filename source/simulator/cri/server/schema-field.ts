/** Messages in the JSON form of protobufjs. */
export type Field = { id: number; type: string; rule?: 'repeated'; keyType?: 'string' };
export type Message = { fields: Readonly<Record<string, Field>> };
export type Enum = { values: Readonly<Record<string, number>> };

export const field = (id: number, type: string): Field => ({ id, type });
export const text = (id: number): Field => field(id, 'string');
export const list = (id: number, type: string): Field => ({ id, type, rule: 'repeated' });
/** A map of texts, as labels are. */
export const texts = (id: number): Field => ({ id, type: 'string', keyType: 'string' });
export const message = (fields: Readonly<Record<string, Field>>): Message => ({ fields });
