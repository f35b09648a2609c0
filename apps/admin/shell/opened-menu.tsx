import { Menu } from '@base-ui/react/menu';
import { Fragment } from 'react';
import type { ActionMenuShown, MenuGroup } from './action-menu.tsx';
import { Icon } from './icon.tsx';

interface Opened {
  readonly shown: ActionMenuShown;
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
}

// Loaded when a menu is opened first.
export default function OpenedMenu({ shown, isOpen, onOpenChange }: Opened) {
  const { className, label, groups, side = 'bottom', children } = shown;
  return (
    <Menu.Root open={isOpen} onOpenChange={(open) => onOpenChange(open)}>
      <Menu.Trigger className={className} aria-label={label}>
        {children}
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner side={side} align="start" sideOffset={6} className="menu-place">
          <Menu.Popup className="menu">
            {groups.map((group, at) => (
              <Fragment key={group.label ?? at}>
                {at > 0 && <Menu.Separator className="rule" />}
                <Group group={group} />
              </Fragment>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

function Group({ group: { label, items } }: { group: MenuGroup }) {
  return (
    <Menu.Group>
      {label !== undefined && <Menu.GroupLabel className="menu-label">{label}</Menu.GroupLabel>}
      {items.map(({ text, isChosen, act }) =>
        isChosen === undefined ? (
          <Menu.Item key={text} className="menu-item" onClick={act}>
            {text}
          </Menu.Item>
        ) : (
          <Menu.CheckboxItem
            key={text}
            className="menu-item"
            checked={isChosen}
            onCheckedChange={act}
            closeOnClick
          >
            <span className="tick-place">
              <Menu.CheckboxItemIndicator>
                <Icon name="check" />
              </Menu.CheckboxItemIndicator>
            </span>
            {text}
          </Menu.CheckboxItem>
        ),
      )}
    </Menu.Group>
  );
}
