package evidence

import (
	"bytes"
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"
)

// unknown holds what a newer Cupel wrote into an object or list of a record and this version has
// no field for. It mirrors the record's tree, as deep as there is something to keep; nil is
// nothing.
type unknown struct {
	fields map[string]any      // of an object: fields without a counterpart
	under  map[string]*unknown // of an object: what lies below its known fields
	items  []*unknown          // of a list: what lies below each item
}

// takeUnknown removes from v, a decoded JSON value for a Go value of type t, all that t has no
// field for, and returns it. Names are compared exactly: "Kind" is not "kind".
func takeUnknown(v any, t reflect.Type) *unknown {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch v := v.(type) {
	case map[string]any:
		if t.Kind() == reflect.Struct && t != reflect.TypeFor[time.Time]() {
			return takeFields(v, t)
		}
	case []any:
		if t.Kind() == reflect.Slice {
			return takeItems(v, t.Elem())
		}
	}
	return nil
}

func takeFields(object map[string]any, t reflect.Type) *unknown {
	u := &unknown{fields: map[string]any{}, under: map[string]*unknown{}}
	types := fieldTypes(t)
	for name, value := range object {
		fieldType, known := types[name]
		if !known {
			u.fields[name] = value
			delete(object, name)
			continue
		}
		if below := takeUnknown(value, fieldType); below != nil {
			u.under[name] = below
		}
	}
	if len(u.fields) == 0 && len(u.under) == 0 {
		return nil
	}
	return u
}

func takeItems(items []any, t reflect.Type) *unknown {
	u := &unknown{items: make([]*unknown, len(items))}
	found := false
	for i, item := range items {
		u.items[i] = takeUnknown(item, t)
		found = found || u.items[i] != nil
	}
	if !found {
		return nil
	}
	return u
}

// fieldTypes returns the types of a struct's fields by their names in JSON.
func fieldTypes(t reflect.Type) map[string]reflect.Type {
	types := map[string]reflect.Type{}
	for i := range t.NumField() {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		if name != "" {
			types[name] = t.Field(i).Type
		}
	}
	return types
}

// putBack returns the JSON value with what u holds added to it: unknown fields after the known ones,
// by name. Where a list has changed its length nobody can say whose the fields were, and
// they are left out; likewise below a field that is gone.
func (u *unknown) putBack(value json.RawMessage) (json.RawMessage, error) {
	switch {
	case u == nil || len(value) == 0:
		return value, nil
	case value[0] == '{':
		return u.putBackFields(value)
	case value[0] == '[':
		return u.putBackItems(value)
	}
	return value, nil
}

func (u *unknown) putBackFields(object json.RawMessage) (json.RawMessage, error) {
	d := json.NewDecoder(bytes.NewReader(object))
	if _, err := d.Token(); err != nil { // the opening brace
		return nil, err
	}
	out := joiner{open: '{', close: '}'}
	for d.More() {
		name, value, err := nextField(d)
		if err != nil {
			return nil, err
		}
		if value, err = u.under[name].putBack(value); err != nil {
			return nil, err
		}
		if err := out.field(name, value); err != nil {
			return nil, err
		}
	}
	for _, name := range slices.Sorted(maps.Keys(u.fields)) {
		if err := out.field(name, u.fields[name]); err != nil {
			return nil, err
		}
	}
	return out.done(), nil
}

func (u *unknown) putBackItems(list json.RawMessage) (json.RawMessage, error) {
	var items []json.RawMessage
	if err := json.Unmarshal(list, &items); err != nil {
		return nil, err
	}
	if len(items) != len(u.items) {
		return list, nil
	}
	out := joiner{open: '[', close: ']'}
	for i, item := range items {
		item, err := u.items[i].putBack(item)
		if err != nil {
			return nil, err
		}
		out.item(item)
	}
	return out.done(), nil
}

// nextField reads one name and value from within an object.
func nextField(d *json.Decoder) (string, json.RawMessage, error) {
	token, err := d.Token()
	if err != nil {
		return "", nil, err
	}
	name, _ := token.(string) // the decoder admits nothing else here
	var value json.RawMessage
	err = d.Decode(&value)
	return name, value, err
}

// joiner writes a JSON object or list piece by piece, which keeps the order of an object's fields;
// a Go map would not.
type joiner struct {
	open, close byte
	buf         []byte
}

func (j *joiner) item(value []byte) {
	separator := byte(',')
	if j.buf == nil {
		separator = j.open
	}
	j.buf = append(append(j.buf, separator), value...)
}

func (j *joiner) field(name string, value any) error {
	key, err := marshal(name)
	if err != nil {
		return err
	}
	text, err := marshal(value)
	if err != nil {
		return err
	}
	j.item(append(append(key, ':'), text...))
	return nil
}

func (j *joiner) done() []byte {
	if j.buf == nil {
		j.buf = []byte{j.open}
	}
	return append(j.buf, j.close)
}
